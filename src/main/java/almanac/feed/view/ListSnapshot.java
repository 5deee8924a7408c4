package almanac.feed.view;

import almanac.feed.message.Message;
import almanac.log.change.Cursor;
import almanac.log.change.Window;
import java.util.List;

/// A list at one moment, encoded for sending.
///
/// @param cursor the cursor of the moment
/// @param window the window at that moment
/// @param count the number of items
/// @param messages the items
public record ListSnapshot(Cursor cursor, Window window, long count, List<Message> messages) {}
