using System.Text;
using SqsIngestor.Mapping.Cel;
using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Tests.Cel;

public sealed class CelCostTests
{
    private static readonly string Numbers = $$"""{"x":[{{string.Join(',', Enumerable.Range(0, 2000))}}]}""";

    [Theory]
    [InlineData("x.exists(i, x.exists(j, x.exists(k, i + j + k == -1)))")]
    [InlineData("x.map(i, x.map(j, [i, j]))")]
    [InlineData("x.all(i, x.filter(j, j == j) == x) || true")]
    [InlineData("x.all(i, i in x && x[i] == i)")]
    [InlineData("x.all(i, size(x) > 0)")]
    [InlineData("x.all(i, x + x != [])")]
    [InlineData("x.exists(i, x.all(j, true) && false) || true")]
    public void Evaluate_BeyondTheCostLimit_StopsWithAnError(string text) =>
        Assert.Equal("cost_limit", CelRun.Evaluate(text, Numbers));

    [Fact]
    public void Evaluate_DoublingText_StopsBeforeTheMemoryDoes()
    {
        var text = new StringBuilder("x");
        for (var i = 0; i < 40; i++) text.Insert(0, "[").Append("].map(s, s + s)[0]");

        Assert.Equal("cost_limit", CelRun.Evaluate(text.ToString(), """{"x":"0123456789abcdef0123456789abcdef"}"""));
    }

    [Fact]
    public void Evaluate_WithinTheLimit_IsNotDisturbed() =>
        Assert.Equal("2000", CelRun.Evaluate("size(x.filter(i, i >= 0 && i in [i]))", Numbers));

    [Fact]
    public void Evaluate_AfterAnExpensiveOne_StartsAnew()
    {
        var (expensive, cheap) = (CelRun.Compile("x.all(i, x.all(j, true))"), CelRun.Compile("x[0] == 0"));
        var context = new CelContext(costLimit: 100);

        Assert.Equal(CelErrorCode.CostLimit, expensive.Evaluate(new JsonScope(expensive, Numbers), context).ErrorCode);
        Assert.True(cheap.Evaluate(new JsonScope(cheap, Numbers), context).IsTrue);
    }

    [Fact]
    public void Evaluate_DeeplyNestedValues_StopsComparing()
    {
        var json =
            $$"""{"x":{{new string('[', 900)}}{{new string(']', 900)}},"y":{{new string('[', 900)}}{{new string(']', 900)}}}""";

        Assert.Equal("depth_limit", CelRun.Evaluate("x == y", json));
    }

    [Fact]
    public void Evaluate_LongSearch_CostsAsMuchAsItsTexts()
    {
        var json = $$"""{"x":"{{new string('a', 1_000_000)}}","y":"{{new string('a', 250_000)}}b{{new string('a', 250_000)}}"}""";
        var contains = CelRun.Compile("x.contains(y)");

        var found = contains.Evaluate(new JsonScope(contains, json), new CelContext(costLimit: 1_500_000 / 8));

        Assert.Equal((CelErrorCode.None, false), (found.ErrorCode, found.IsTrue));
    }
}
