package almanac.base.problem;

/// The name that a record's component has in JSON, for messages about it.
///
/// Components are spelt as Java spells names and annotated where JSON differs; rather than read the
/// annotation by reflection, which a native binary would have to be told of, the one rule that the
/// request records follow is applied.
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
