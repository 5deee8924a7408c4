package almanac.mail.letter;

import org.jspecify.annotations.Nullable;

/// A mail as it is sent.
///
/// @param subject its subject
/// @param text its content as plain text
/// @param html its content as HTML
/// @param replyTo whom an answer reaches
/// @param method what its calendar object is for (RFC 5546): `REQUEST` or `CANCEL`; null without one
/// @param calendar the calendar object (RFC 5545); null for a reminder
public record Letter(
        String subject,
        String text,
        String html,
        String replyTo,
        @Nullable String method,
        @Nullable String calendar) {}
