using SqsIngestor.Mapping.Cel;
using SqsIngestor.Mapping.Cel.Types;

namespace SqsIngestor.Mapping.Tests.Cel.Binding;

public sealed class CelDependencyTests
{
    /// <summary>Places with * after those that are needed whole.</summary>
    private static string Places(string text) =>
        string.Join(' ', CelRun.Compile(text).Dependencies.Select(d => d + (d.Whole ? "*" : "")));

    [Theory]
    [InlineData("body.type == 'order.created'", "body.type")]
    [InlineData("body['type'] == 'order.created' || body.type == 'x'", "body.type")]
    [InlineData("has(body.order) && line.qty > 2", "body body.order line.qty")]
    [InlineData("has(body.order.id)", "body.order body.order.id")]
    [InlineData("body.type in ['a', 'b']", "body.type")]
    [InlineData("body.type in ['a', 1]", "body.type*")]
    [InlineData("body.type.startsWith('a') && body.lines[0].sku == 'x'", "body.type body.lines[0].sku body.lines[0]")]
    [InlineData("body.a + 1 > body.b - body.c", "body.a body.b body.c")]
    [InlineData("body.a + body.b == 2", "body.a* body.b*")]
    [InlineData("body.a == body.b", "body.a* body.b*")]
    [InlineData("body.a == null", "body.a")]
    [InlineData("body.a == [1]", "body.a*")]
    [InlineData("size(body.lines) > 0", "body.lines*")]
    [InlineData("body.lines.exists(l, l.qty > line.min)", "body.lines* line.min")]
    [InlineData("body.names[line.name] == 'x'", "body.names* line.name")]
    [InlineData("body[-1] == 'x'", "body*")]
    [InlineData("int(body.n) == 1 && string(body.s) != ''", "body.n body.s")]
    [InlineData("dyn(body.n) == 1", "body.n")]
    [InlineData("(a ? body.n : body.m) == 1", "a body.n body.m")]
    [InlineData("a ? body.n : body.m", "a body.n* body.m*")]
    [InlineData("body.order", "body.order*")]
    [InlineData("body.`a.b` == 1 && body.a.b == 1", "body.a.b body.a.b body.a")]
    [InlineData("[x].exists(b, b.c == 1)", "x*")]
    [InlineData("1 + 1", "")]
    public void Dependencies_OfAnExpression_AreItsPathsAsFarAsTheyAreKnown(string text, string expected) =>
        Assert.Equal(expected, Places(text));

    [Fact]
    public void Dependencies_OfARecord_AreItsMembersAlone()
    {
        var meta = CelType.Record(
            new Dictionary<string, CelType> { ["ingestTime"] = CelType.Timestamp, ["requestId"] = CelType.String });
        var attr = CelType.Record(new Dictionary<string, CelType>(), others: CelType.Dyn);
        var environment = new CelEnvironment([new("meta", meta), new("attr", attr)]);

        var program =
            CelRun.Compile("has(attr.kind) && attr['content-type'] == 'x' && meta.ingestTime.getFullYear() > 2000", environment);

        Assert.Equal(["attr.kind", "attr.content-type", "meta.ingestTime"], program.Dependencies.Select(d => d.ToString()));
        Assert.Equal(CelType.Bool, program.ResultType);
    }
}
