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
}
