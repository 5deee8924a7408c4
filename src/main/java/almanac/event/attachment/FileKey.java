package almanac.event.attachment;

/// What a stored file is found by.
///
/// @param id the id of the upload
/// @param uploadedAt epoch ms; part of the name of an object
public record FileKey(long id, long uploadedAt) {}
