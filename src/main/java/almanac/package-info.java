/// Almanac, an event and calendar service: how it starts and ends. What it does is in the rooms below.
@NullMarked
@CheckReturnValue
@OpenAPIDefinition(info = @Info(title = "Almanac", version = "2"), security = @SecurityRequirement(name = "token"))
package almanac;

import com.google.errorprone.annotations.CheckReturnValue;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jspecify.annotations.NullMarked;
