package almanac.event.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The names that clients write into the head of a part, each in a way of its own.
class DispositionTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            form-data; name="files"; filename="a.txt"                              | a.txt
            form-data; name=files; filename=a.txt                                  | a.txt
            FORM-DATA; NAME="files"; FileName="a.txt"                              | a.txt
            form-data;name="files";filename="a.txt"                                | a.txt
            form-data; name = "files" ; filename = "a.txt"                         | a.txt
            form-data; filename="a.txt"; name="files"                              | a.txt
            form-data; name="files"; filename="a.txt"; size=7;                     | a.txt
            form-data; name="files"; filename="a;b=c.txt"                          | a;b=c.txt
            form-data; name="files"; filename="a\\"b.txt"                          | a"b.txt
            form-data; name="files"; filename="a\\\\b.txt"                         | a\\b.txt
            form-data; name="files"; filename="C:\\temp\\a.txt"                    | C:\\temp\\a.txt
            form-data; name="files"; filename="a%22b.txt"                          | a"b.txt
            form-data; name="files"; filename="100%.txt"                           | 100%.txt
            form-data; name="files"; filename="übung.txt"                          | übung.txt
            form-data; name="files"; filename="x"; filename*=UTF-8''%e2%82%ac.txt  | €.txt
            form-data; name="files"; filename*=utf-8'en'a%20b.txt; filename="x"    | a b.txt
            form-data; name="files"; filename*=ISO-8859-1''%e4.txt                 | ä.txt
            form-data; name="files"; filename="x"; filename*=UTF-8''%ff.txt        | x
            form-data; name="files"; filename="x"; filename*=UTF-8''%zz            | x
            form-data; name="files"; filename="x"; filename*=nonsense''a           | x
            form-data; name="files"; filename="x"; filename*=nonsense              | x
            form-data; name="files"; filename=""                                   | ``
            """)
    void areReadAsTheyAreMeant(String field, String fileName) {
        assertEquals(Optional.of(new Disposition("files", fileName)), Disposition.parse(field));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "attachment; name=\"files\"; filename=\"a\"",
                "form-data; name=\"files",
                "form-data; name=\"files\"; filename=\"a",
                "form-data; name=\"files\" x; filename=\"a\"",
                "form-data; name",
                "form-data; name=\"files\"; name=\"other\"",
                "form-data; name=\"files\"; filename=\"a\"; FILENAME=\"b\""
            })
    void areNotGuessedWhereTheyCannotBeRead(String field) {
        assertEquals(Optional.empty(), Disposition.parse(field));
    }
}
