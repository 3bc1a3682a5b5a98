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

    [Theory]
    [InlineData("s.replace('', s)")]
    [InlineData("s.replace('a', s)")]
    [InlineData("cel.bind(t, s.replace('a', s), t + t)")]
    [InlineData("s.split('').join(s)")]
    [InlineData("x.map(i, s).join()")]
    [InlineData("x.map(i, x.map(j, s)).map(l, l.join()).join()")]
    [InlineData("'%s'.format([x.map(i, x)])")]
    [InlineData("'%s%s'.format([x.map(i, s), s])")]
    [InlineData("x.all(i, s.reverse().upperAscii() != '')")]
    [InlineData("x.all(i, base64.encode(bytes(s)) != '')")]
    [InlineData("x.all(i, size(base64.decode(s)) > 0)")]
    [InlineData("x.all(i, strings.quote(s) != '')")]
    [InlineData("x.all(i, s.indexOf('b') == -1 && s.lastIndexOf('b') == -1)")]
    [InlineData("x.all(i, s.charAt(i) == s.substring(i, i + 1))")]
    [InlineData("x.all(i, s.trim() == s)")]
    [InlineData("x.all(i, size('%.1000f'.format([1.5])) > 1000 && '%x'.format([s]) != '')")]
    [InlineData("x.all(i, math.greatest(x) > 0)")]
    [InlineData("x.all(i, j, x.all(k, l, true))")]
    [InlineData("x.transformList(i, v, x.transformList(j, w, v + w))")]
    [InlineData("x.transformMap(i, v, x.transformMap(j, w, v + w))")]
    [InlineData("x.transformMapEntry(i, v, {v: v})")]
    [InlineData("x.map(i, x.map(j, {string(j): i})).map(m, '%s'.format([m])).join()")]
    [InlineData("cel.bind(a, s + s, cel.bind(b, a + a, cel.bind(c, b + b, cel.bind(d, c + c, x.map(i, d + d)))))")]
    public void Evaluate_LargeResultOfAFunction_StopsBeforeTheMemoryDoes(string text)
    {
        var json = $$"""{"s":"{{new string('a', 100_000)}}",{{Numbers[1..]}}""";
        var program = CelRun.Compile(text, CelRun.Json("s", "x"));
        var scope = new JsonScope(program, json);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(CelErrorCode.CostLimit, program.Evaluate(scope, new CelContext()).ErrorCode);
        // 16 MB of text, in buffers that double, and a million values.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000_000);
    }

    [Fact]
    public void Compile_ConstantsThatGrow_StopBeforeTheMemoryDoes()
    {
        var large = "'0123456789abcdef'" + string.Concat(Enumerable.Repeat(".replace('', '0123456789abcdef')", 5));
        var text = $"size([{string.Join(", ", Enumerable.Repeat(large, 200))}]) > 0";
        var before = GC.GetAllocatedBytesForCurrentThread();

        CelRun.Compile(text);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 600_000_000);
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
    public void Evaluate_BeyondTheCostOfTheMessage_FailsUntilTheNextMessage()
    {
        var program = CelRun.Compile("x.filter(i, i >= 0)[0] == 0");
        var json = $$"""{"x":[{{string.Join(',', Enumerable.Range(0, 10))}}]}""";
        var context = new CelContext(costLimit: 100, messageCost: 250);
        var codes = new List<CelErrorCode>();
        for (var i = 0; i < 30; i++) codes.Add(program.Evaluate(new JsonScope(program, json), context).ErrorCode);

        var good = codes.IndexOf(CelErrorCode.CostLimit);
        Assert.InRange(good, 3, 25);
        Assert.All(codes.Take(good), static code => Assert.Equal(CelErrorCode.None, code));
        Assert.All(codes.Skip(good), static code => Assert.Equal(CelErrorCode.CostLimit, code));
        context.BeginMessage();
        Assert.Equal(CelErrorCode.None, program.Evaluate(new JsonScope(program, json), context).ErrorCode);
    }

    [Fact]
    public void Evaluate_ManyTextsThatAreTooLong_CannotCostLess()
    {
        var long3 = string.Join(" || ", Enumerable.Repeat("size(s.replace('', s)) == 0", 3));
        var program = CelRun.Compile($"{long3} || x.exists(i, x.exists(j, x.exists(k, false)))", CelRun.Json("s", "x"));
        var json = $$"""{"s":"{{new string('a', 100_000)}}",{{Numbers[1..]}}""";

        Assert.Equal(CelErrorCode.CostLimit, program.Evaluate(new JsonScope(program, json), new CelContext()).ErrorCode);
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
