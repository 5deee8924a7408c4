package almanac.base.problem;

/// The JSON name of a record component, for messages.
///
/// The request records use camel case in Java and snake case in JSON. This class applies that rule: reading
/// the annotations by reflection would need a registration for the native binary.
final class JsonNames {
    private JsonNames() {}

    static String of(String component) {
        var snake = new StringBuilder();
        for (var i = 0; i < component.length(); i++) {
            var letter = component.charAt(i);
            if (Character.isUpperCase(letter)) {
                snake.append('_').append(Character.toLowerCase(letter));
            } else {
                snake.append(letter);
            }
        }
        return snake.toString();
    }
}
