using static SqsIngestor.Mapping.Tests.Language.LanguageRig;

namespace SqsIngestor.Mapping.Tests.Language.Rescue;

/// <summary><c>rescued</c>: the values that no other column reads.</summary>
public class RescuedTests
{
    [Fact]
    public void Rescued_RestOfTheScopes_IsWhatNoColumnConsumed()
    {
        var rows = Encode("""
            explode: { path: "$.body.lines[*]", as: line, max_rows: 10 }
            columns:
              text: $.line.sku
              number: { from: $.body.order.number, on_error: rescue }
              nested: { fields: { some_name: $.body.order.name } }
              rest: { rescued: { scope: [line, body], exclude: [$.body.schema] } }
            """,
            """{"schema":"s","order":{"number":"x1","name":"n","other":{"a":[1, 2]}},"lines":""" +
                """[{"sku":"a"},{"sku":"b","x":1,"q\"":"\u00fc"}],"é":null}""");

        Assert.Equal("""{"body":{"order":{"other":{"a":[1, 2]}},"é":null},"/body/order/number":"x1"}""", rows[0].Rest);
        Assert.Equal(
            """{"line":{"x":1,"q\"":"\u00fc"},"body":{"order":{"other":{"a":[1, 2]}},"é":null},"/body/order/number":"x1"}""",
            rows[1].Rest);
        Assert.All(rows, r => Assert.False(r.HasNumber));
    }

    [Fact]
    public void Rescued_NothingLeft_IsUnset() =>
        Assert.False(Encode("columns: { text: $.body.a, rest: { rescued: { scope: body } } }", """{"a":"x"}""").Single().HasRest);
}
