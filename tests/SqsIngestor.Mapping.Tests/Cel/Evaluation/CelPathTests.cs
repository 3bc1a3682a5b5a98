namespace SqsIngestor.Mapping.Tests.Cel.Evaluation;

public sealed class CelPathTests
{
    private const string Input = """
        {"body":{"type":"order.created",
         "order":{"id":9007199254740993,"lines":[{"sku":"a"},{"sku":"b","x-y":1}],"note":null},"tr\u0075e":1},
         "x":"text","y":1,"a":"order"}
        """;

    [Theory]
    [InlineData("body.type", "\"order.created\"")]
    [InlineData("body['type']", "\"order.created\"")]
    [InlineData("body.order.id", "9007199254740993")]
    [InlineData("body.order['id']", "9007199254740993")]
    [InlineData("body[a].id", "9007199254740993")]
    [InlineData("body.order.lines[1].sku", "\"b\"")]
    [InlineData("body.order.lines[y].sku", "\"b\"")]
    [InlineData("body.order.lines[dyn(0u)].sku", "\"a\"")]
    [InlineData("body.order.lines[dyn(1.0)].sku", "\"b\"")]
    [InlineData("body.order.lines[1].`x-y`", "1")]
    [InlineData("body['true']", "1")]
    [InlineData("body.order.note", "null")]
    [InlineData("{'a': {'b': [7]}}.a.b[0]", "7")]
    [InlineData("{'a-b': 1}.`a-b`", "1")]
    [InlineData("{1: 'i', 2u: 'u', true: 'b'}[dyn(2)]", "\"u\"")]
    [InlineData("{'if': 1}.if", "1")]
    [InlineData(".y + 1", "2")]
    [InlineData("[[1, 2], [3]][0][1]", "2")]
    public void Evaluate_Path_GivesWhatIsThere(string text, string expected) =>
        Assert.Equal(expected, CelRun.Evaluate(text, Input));

    [Theory]
    [InlineData("body.gone", "no_such_field")]
    [InlineData("body.gone.more", "no_such_field")]
    [InlineData("body.order.note.x", "no_such_field")]
    [InlineData("x.member", "no_such_field")]
    [InlineData("b", "no_such_field")]
    [InlineData("body.order.lines[2]", "no_such_field")]
    [InlineData("body.order.lines[y + 1]", "index_out_of_range")]
    [InlineData("body.order.lines[-1]", "index_out_of_range")]
    [InlineData("body.order.lines[dyn(0.5)]", "no_matching_overload")]
    [InlineData("body.order.lines[x]", "no_matching_overload")]
    [InlineData("body.order.lines.sku", "no_matching_overload")]
    [InlineData("body[x]", "no_such_field")]
    [InlineData("body[y]", "no_such_field")]
    [InlineData("dyn(1).member", "no_matching_overload")]
    [InlineData("dyn([1]).member", "no_matching_overload")]
    [InlineData("{'a': 1}.b", "no_such_field")]
    [InlineData("{1: 1}[dyn(b'')]", "no_such_field")]
    [InlineData("[1][1]", "index_out_of_range")]
    [InlineData("[1][dyn(18446744073709551615u)]", "index_out_of_range")]
    [InlineData("{dyn(1.5): 1}", "unsupported_key")]
    [InlineData("{dyn(null): 1}", "unsupported_key")]
    [InlineData("{1: 1, 1: 2}", "duplicate_key")]
    [InlineData("{y: 1, dyn(1u): 2}", "duplicate_key")]
    public void Evaluate_PathToNothing_GivesTheReason(string text, string expected) =>
        Assert.Equal(expected, CelRun.Evaluate(text, Input));

    [Theory]
    [InlineData("has(body.order)", "true")]
    [InlineData("has(body.order.note)", "true")]
    [InlineData("has(body.order.gone)", "false")]
    [InlineData("has(body.gone)", "false")]
    [InlineData("has(body.gone.more)", "no_such_field")]
    [InlineData("has(body.gone) && has(body.gone.more)", "false")]
    [InlineData("has(body.order.note.x)", "no_matching_overload")]
    [InlineData("has(x.member)", "no_matching_overload")]
    [InlineData("has(b.member)", "no_such_field")]
    [InlineData("has(body.order.lines[0].sku)", "true")]
    [InlineData("has(body.order.lines[y].gone)", "false")]
    [InlineData("has(body.order.lines[y].`x-y`)", "true")]
    [InlineData("has({'a': null}.a)", "true")]
    [InlineData("has({}.a)", "false")]
    [InlineData("has(body[a].id)", "true")]
    public void Evaluate_Has_TellsPresence(string text, string expected) => Assert.Equal(expected, CelRun.Evaluate(text, Input));

    [Theory]
    [InlineData("""{"x":"\ud800"}""", "x == 'a'", "invalid_text")]
    [InlineData("""{"x":"\ud800"}""", "x == 'a' || true", "true")]
    [InlineData("""{"x":["a","\udc00"]}""", "'b' in x", "invalid_text")]
    [InlineData("""{"x":["a","\udc00"]}""", "'a' in x", "true")]
    [InlineData("""{"x":{"k":"\ud800"}}""", "has(x.k)", "true")]
    [InlineData("""{"x":1e400}""", "x > 1", "out_of_range")]
    [InlineData("""{"x":-9223372036854775808}""", "x == -9223372036854775808", "true")]
    [InlineData("""{"x":9223372036854775807}""", "type(x)", "int")]
    [InlineData("""{"x":9223372036854775808}""", "type(x)", "double")]
    [InlineData("""{"x":1.0}""", "type(x)", "double")]
    [InlineData("""{"x":1e2}""", "type(x)", "double")]
    [InlineData("""{"x":1,"x":2}""", "x", "2")]
    [InlineData("""{"x":{"k":1,"\u006b":2}}""", "x['k' + '']", "2")]
    public void Evaluate_OddJson_GivesAValueOrAnError(string json, string text, string expected) =>
        Assert.Equal(expected, CelRun.Evaluate(text, json));
}
