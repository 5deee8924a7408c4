package almanac.mirror.state;

/// A mirrored event as it is known here.
///
/// @param id its id
/// @param keeper the account whose link answers for it
/// @param reference the `calendar_id` it has there
/// @param tag the `edit_tag` it had there when it was last heard of
/// @param fingerprint of what was heard then, in hexadecimal; empty where it was written through since
/// @param writtenAt when it was last written through from here, in epoch ms
/// @param calendar the number of the calendar it lies in here
/// @param startsAt epoch ms
/// @param endsAt epoch ms
/// @param editTag its own `edit_tag` here, read at one moment with the tag there
public record SyncState(
        String id,
        long keeper,
        String reference,
        String tag,
        String fingerprint,
        long writtenAt,
        long calendar,
        long startsAt,
        long endsAt,
        long editTag) {}
