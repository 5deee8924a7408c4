package almanac.oracle;

import almanac.testing.SseClient.Message;

/// Something that is not as the contract has it.
final class Fault extends RuntimeException {
    private static final int LONGEST = 6000;

    Fault(String what) {
        super(what.length() > LONGEST ? what.substring(0, LONGEST) + "..." : what);
    }

    static void unless(boolean isRight, String what, Message message) {
        if (!isRight) {
            throw new Fault(what + ": " + message);
        }
    }
}
