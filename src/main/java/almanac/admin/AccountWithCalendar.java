package almanac.admin;

import almanac.access.account.Account;
import almanac.calendar.model.Calendar;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.quarkus.runtime.annotations.RegisterForReflection;

/// An account, and the calendar that was made for it.
///
/// @param account the account, whose fields stand beside the calendar in JSON
/// @param calendar its default calendar
@RegisterForReflection
public record AccountWithCalendar(@JsonUnwrapped Account account, Calendar calendar) {}
