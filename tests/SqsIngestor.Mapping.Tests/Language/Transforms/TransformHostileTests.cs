using System.Text.Json;
using CsCheck;
using SqsIngestor.Mapping.Language.Transforms;

namespace SqsIngestor.Mapping.Tests.Language.Transforms;

public sealed class TransformHostileTests
{
    private static readonly string[] Steps = [
        .. TransformCatalog.All.Select(row => row.Example.Mapping), "regex_extract(\"a+\")", "replace(\"a\", \"aa\")"];

    private static readonly Gen<string> Json = Gen.OneOf(
        Gen.String[Gen.Char["0a,%+é\u0301\u0323\"\\{}[]:="], 0, 12].Select(s => JsonSerializer.Serialize(s)),
        OneOf(
            "1", "-1.5e3", "true", "null", "{}", "[]", "\"😀\"", "[1,\"a\",null,[2],{\"k\":\"v\"}]",
            "{\"k\":[1,1],\"l\":{\"m\":\"n\"}}", "\"{\\\"a\\\":[1]}\"", "\"\\ud800\""));

    private static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    [Fact]
    public void Encode_AnyChainOverAnyValue_GivesARowOrARecordError() => Gen.Select(
        OneOf(Steps).Array[1, 4],
        OneOf("string_value", "strings", "packed", "node", "bytes_value", "int64_value"),
        Json.Array[1, 4]).Sample((chain, column, values) =>
        {
            var items = string.Concat(chain.Select(step => $"\n      - {step}"));
            // A chain that can never fit is a diagnostic, which is as good an answer.
            if (OneColumn.Compile(column, $"\n    from: $.body.v\n    transform:{items}").Plan is not { } plan) return true;
            return values.All(
                json =>
                TestEncoding.Body(plan, $$"""{"v":{{json}}}""") is var (rows, error) && rows.Length == (error is null ? 1 : 0));
        }, iter: 1_000);
}
