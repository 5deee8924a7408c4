package almanac.admin;

import almanac.access.auth.Administrator;
import almanac.access.quota.Quota;
import almanac.base.request.Query;
import almanac.storage.node.Node;
import almanac.storage.node.Nodes;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Set;

/// The running nodes over HTTP, for the administrator.
@Path("/admin/nodes")
@Produces(MediaType.APPLICATION_JSON)
class NodeResource {
    private final Nodes nodes;

    NodeResource(Nodes nodes) {
        this.nodes = nodes;
    }

    /// The answer.
    ///
    /// @param data the nodes, the oldest first
    record NodeList(List<Node> data) {}

    @GET
    @Administrator
    @Quota(Quota.FREE)
    public Uni<NodeList> nodes(@Context UriInfo uri) {
        Query.of(uri, Set.of()).check();
        return nodes.all().map(NodeList::new);
    }
}
