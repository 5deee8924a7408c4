package almanac.access.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/// A row of the table of accounts.
@Entity(name = "Account")
@Table(name = "account")
@SuppressWarnings("NullAway.Init")
class AccountRow {
    @Id
    Long zuid;

    String email;

    /// The address, folded for comparison.
    String address;

    String name;
    String timezone;

    @Nullable
    String language;

    @Column(name = "created_at")
    long createdAt;

    Account toAccount() {
        return new Account(zuid, email, name, timezone, language);
    }
}
