package almanac.base.clock;

/// The source of the time.
public enum ClockSource {
    /// The clock of the machine.
    MACHINE,

    /// The clock of the database, so that all nodes have the same time.
    DATABASE
}
