/// The embedded PostgreSQL: its programs, its cluster on disk, its server process.
@NullMarked
@CheckReturnValue
package almanac.storage.postgres;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
