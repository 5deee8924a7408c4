package almanac.event.upload;

import almanac.event.attachment.UploadRoom;
import jakarta.inject.Provider;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;

/// Adds the [UploadFilter] to uploads.
@jakarta.ws.rs.ext.Provider
class UploadFilters implements DynamicFeature {
    private final Provider<UploadSemaphore> turns;
    private final Provider<UploadRoom> room;

    UploadFilters(Provider<UploadSemaphore> turns, Provider<UploadRoom> room) {
        this.turns = turns;
        this.room = room;
    }

    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        if (resource.getResourceClass() == UploadResource.class
                && resource.getResourceMethod().isAnnotationPresent(POST.class)) {
            context.register(new UploadFilter(turns, room));
        }
    }
}
