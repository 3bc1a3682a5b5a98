using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Tests.Shared;
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
                """{"someName":"n","listValues":["x","y"]},"tag_list":["a"]}""").Single();

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

    /// <summary>ProtoJSON takes the name of the field and its json_name.</summary>
    [Theory]
    [InlineData("same")]
    [InlineData("snake_to_camel")]
    public void Auto_EitherNameOfProtoJson_FillsTheField(string names)
    {
        foreach (var body in new[]
        {
            """{"nested":{"some_name":"n","list_values":["x"]},"tag_list":["a"]}""",
            """{"nested":{"someName":"n","listValues":["x"]},"tagList":["a"]}""",
            """{"nested":{"someName":null,"some_name":"n","listValues":["x"]},"tagList":["a"],"tag_list":null}""",
        })
        {
            var row = Encode($"auto: {{ from: $.body, names: {names} }}\nignore: []", body).Single();

            Assert.Equal("n", row.Nested.SomeName);
            Assert.Equal(["x"], row.Nested.ListValues);
            Assert.Equal(["a"], row.TagList);
        }
    }

    /// <summary>The members of the event have one name, so there is no other to look for.</summary>
    [Fact]
    public void Auto_FromTheMessage_TakesTheNamesOfTheEvent()
    {
        var compilation = TestPlans.Compile(
            """
            version: 1
            descriptor: sqs_messages.binpb
            auto: { from: $.message, names: snake_to_camel }
            ignore: [queue_arn, ingested_at, ingested_date]
            """, RepositoryFiles.Read("descriptors", "sqs_messages.binpb"));

        Assert.Empty(compilation.Diagnostics);
    }

    [Theory]
    [InlineData("""{"tag_list":["a"],"tagList":["b"]}""", "duplicate_key at tag_list")]
    [InlineData("""{"nested":{"some_name":"a","someName":"b"}}""", "duplicate_key at nested.some_name")]
    [InlineData("""{"nested":{"some_name":"a","some_name":"b"}}""", "")]
    public void Auto_BothNamesWithValues_IsAnError(string body, string expected)
    {
        var error = TestEncoding.Body(PlanOf("auto: { from: $.body }\nignore: []"), body).Error;

        Assert.Equal(expected, error is null ? "" : $"{error.Code.ToText()} at {error.Column}");
    }

    [Theory]
    [InlineData("auto: { from: $.body }\ndefaults: { on_error: to_null }\nignore: []")]
    [InlineData(
        "auto: { from: $.body }\ndefaults: { on_error: rescue }\ncolumns: { rest: { rescued: { scope: [body] } } }\nignore: []")]
    public void Auto_BothNamesWithValues_FollowOnError(string mapping)
    {
        var row = Encode(
            mapping, """{"text":"t","tag_list":["a"],"tagList":["b"],"nested":{"some_name":"a","someName":"b"}}""").Single();

        Assert.Equal("t", row.Text);
        Assert.Empty(row.TagList);
        if (!mapping.Contains("rescued", StringComparison.Ordinal))
        {
            Assert.Null(row.Nested);
            return;
        }
        // Only the part is rescued.
        Assert.False(row.Nested.HasSomeName);
        Assert.Equal(
            """{"/body/nested/some_name":"a","/body/nested/someName":"b","/body/tag_list":["a"],"/body/tagList":["b"]}""",
            string.Concat(row.Rest.Where(c => c is not (' ' or '\n'))));
    }
}
