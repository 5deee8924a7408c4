// The items of lists: events, and the occurrences of series. A series and its occurrences have one `id`.

/** The key of an item: it is named by `id` and `recurrence_id`. That of a series is its id. */
export const keyOf = ({ id, recurrence_id: occurrence }) => (occurrence ? `${id} ${occurrence}` : id);

/** Whether an item is one of a series. */
export const isOccurrence = ({ recurrence_id: occurrence }) => Boolean(occurrence);

/** Whether an item is an occurrence that differs from its series. */
export const isException = ({ recurrence }) => recurrence?.kind === 'exception';

/** Whether a document is that of a series, which stands for its occurrences in no list. */
export const isSeries = ({ recurrence }) => recurrence?.kind === 'series';

/** Whether a key names an item, or the series that it is of. */
export const covers = (key, item) => key === keyOf(item) || key === item.id;

/**
 * The fields that name an occurrence in a request.
 *
 * @param scope `only` it, it and all `following`, or `all` of its series; none for what does not repeat
 */
export const scoped = ({ recurrence_id: occurrence }, scope) => (occurrence && scope ? { recurrence_id: occurrence, recurrence_edittype: scope } : {});
