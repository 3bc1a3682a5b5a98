using static SqsIngestor.Mapping.Tests.Language.LanguageRig;

namespace SqsIngestor.Mapping.Tests.Language.Tables;

/// <summary><c>auto</c>: fields by name.</summary>
public class AutoTests
{
    [Fact]
    public void Auto_SnakeToCamel_FillsEveryFieldThatIsNotListed()
    {
        var row = Encode("""
            auto: { from: $.body, names: snake_to_camel }
            columns: { number: { const: 7 } }
            ignore: [rest]
            """,
            """{"text":"t","number":1,"flag":true,"nested":""" +
                """{"someName":"n","list_values":["no"],"listValues":["x","y"]},"tagList":["a"]}""").Single();

        Assert.Equal(("t", 7L, true, "n"), (row.Text, row.Number, row.Flag, row.Nested.SomeName));
        Assert.Equal(["x", "y"], row.Nested.ListValues);
        Assert.Equal(["a"], row.TagList);
    }

    [Theory]
    [InlineData("$.body.data", """{"data":"txt"}""", "/body/data")]
    [InlineData("$.body.data", """{"data":[{"text":"t"}]}""", "/body/data")]
    [InlineData("$.body.data", """{"data":1}""", "/body/data")]
    [InlineData("$.body", """[{"text":"t"}]""", "/body")]
    [InlineData("$.line.data", """{"lines":[{},{"data":false}]}""", "/body/lines/1/data")]
    public void Auto_ValueThatIsNotAnObject_IsTheWrongType(string from, string body, string place)
    {
        var explode = from.StartsWith("$.line", StringComparison.Ordinal)
            ? "explode: { path: '$.body.lines[*]', as: line, max_rows: 9 }\n" : "";
        var error = Error($"{explode}auto: {{ from: {from} }}\nignore: [rest]\n", body);

        Assert.StartsWith("wrong_type", error, StringComparison.Ordinal);
        Assert.EndsWith($" at {place}", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"data":null}""")]
    public void Auto_NoValue_LeavesTheColumnsMissing(string body)
    {
        Assert.False(Encode("auto: { from: $.body.data }\nignore: [rest]\n", body).Single().HasText);
        Assert.StartsWith(
            "missing", Error("defaults: { on_missing: fail }\nauto: { from: $.body.data }\nignore: [rest]\n", body),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Auto_ValueThatIsNotAnObject_FollowsThePolicies() =>
        Assert.Equal(
            """{"/body/data":"txt"}""",
            Encode("""
                defaults: { on_error: rescue }
                auto: { from: $.body.data }
                columns:
                  rest: { rescued: { scope: [body] } }
                ignore: [number]
                """, """{"data":"txt"}""").Single().Rest);
}
