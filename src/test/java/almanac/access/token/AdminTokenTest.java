package almanac.access.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which texts an operator may choose as the administrator's token.
class AdminTokenTest {
    @ParameterizedTest
    @ValueSource(strings = {"x", "sesame", "fifteen-letters", "with spaces in it all along", "ümläute-überall-hier"})
    void refusesWhatCanBeGuessedOrNotBeSentWithoutRepeatingIt(String token) {
        var refusal = assertThrows(IllegalArgumentException.class, () -> AdminToken.checked(token));
        assertTrue(refusal.getMessage().startsWith("almanac.admin.token is too short"), refusal.getMessage());
        assertFalse(token.length() > 1 && refusal.getMessage().contains(token), refusal.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sixteen-letters!", "alm_admin_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void takesTheOthers(String token) {
        assertEquals(new Secret(token), AdminToken.checked(token));
    }
}
