package almanac.mirror.poll;

import almanac.mirror.client.RemoteEvent;

/// A remote event in its place here.
///
/// @param calendar the number of the calendar it is to lie in; 0 for the one for invitations that is still to be made
/// @param keeper the account whose link answers for it
record Placed(RemoteEvent heard, long calendar, long keeper) {}
