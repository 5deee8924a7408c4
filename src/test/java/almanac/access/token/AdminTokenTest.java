package almanac.access.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which texts an operator may choose as the administrator's token.
class AdminTokenTest {
    @ParameterizedTest
    @ValueSource(strings = {"x", "sesame", "fifteen-letters", "with spaces in it all along", "ümläute-überall-hier"})
    void refusesWhatCanBeGuessedOrNotBeSentWithoutRepeatingIt(String token) {
        var complaint = AdminToken.complaint(Optional.of(token), false).orElseThrow();
        assertTrue(complaint.startsWith("almanac.admin.token is too short"), complaint);
        assertFalse(token.length() > 1 && complaint.contains(token), complaint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sixteen-letters!", "alm_admin_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void takesTheOthers(String token) {
        assertEquals(Optional.empty(), AdminToken.complaint(Optional.of(token), false));
    }
}
