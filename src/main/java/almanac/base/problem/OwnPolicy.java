package almanac.base.problem;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;

/// Lets the Content-Security-Policy of a page take the place of the one that every answer has ([SecurityHeaders]). A
/// browser that got both would hold to both, and the page could send no form.
@Provider
class OwnPolicy implements ContainerResponseFilter {
    private static final String POLICY = "Content-Security-Policy";

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        var own = response.getHeaders().remove(POLICY);
        if (own != null) {
            var context = ((ResteasyReactiveContainerRequestContext) request).getServerRequestContext();
            ((ResteasyReactiveRequestContext) context)
                    .serverResponse()
                    .setResponseHeader(POLICY, String.valueOf(own.getFirst()));
        }
    }
}
