package almanac.admin;

import almanac.access.account.Account;
import almanac.calendar.model.Calendar;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.quarkus.runtime.annotations.RegisterForReflection;

/// An account and its default calendar.
///
/// @param account the account; its fields stand beside `calendar` in the JSON
/// @param calendar the default calendar
@RegisterForReflection
public record AccountWithCalendar(@JsonUnwrapped Account account, Calendar calendar) {}
