using System.Text;
using SqsIngestor.Mapping.Cel;
using SqsIngestor.Mapping.Cel.Types;
using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Tests.Cel;

public sealed class CelScopeTests
{
    private sealed class TypedScope(Func<CelDependency, CelValue> load) : ICelScope
    {
        public CelValue Load(CelDependency dependency, CelContext context) => load(dependency);
    }

    [Fact]
    public void Evaluate_TypedValues_ComeFromTheScope()
    {
        var text = Encoding.UTF8.GetBytes("--order--");
        var meta = CelType.Record(new Dictionary<string, CelType>
        {
            ["ingestTime"] = CelType.Timestamp,
            ["receiveCount"] = CelType.Int,
            ["region"] = CelType.String,
            ["raw"] = CelType.Bytes,
        });
        var program = CelRun.Compile(
            "meta.ingestTime.getMilliseconds() == 123 && meta.receiveCount > 1 && meta.region == 'order' && size(meta.raw) == 2"
            + " && !has(meta.receiveCount)",
            new CelEnvironment([new("meta", meta)]));
        var asked = 0;
        var scope = new TypedScope(dependency => dependency.Steps[0].Name switch
        {
            "ingestTime" => CelValue.TimestampFromUnixMicroseconds(-876_543),
            "receiveCount" => asked++ == 0 ? CelValue.Int(2) : CelValue.Missing,
            "region" => CelValue.String(text, 2, 5),
            _ => CelValue.Bytes(text, 0, 2),
        });

        Assert.True(program.Evaluate(scope, new()).IsTrue);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_772_366_400_123_456)]
    [InlineData(-1)]
    [InlineData(-62_135_596_800_000_000)]
    [InlineData(253_402_300_799_999_999)]
    public void UnixMicroseconds_OfATimestamp_AreTheSameAgain(long microseconds) =>
        Assert.Equal(microseconds, CelValue.TimestampFromUnixMicroseconds(microseconds).UnixMicroseconds);

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    public void TimestampFromUnixMicroseconds_OutsideTheCalendar_IsAnError(long microseconds) =>
        Assert.Equal(CelErrorCode.OutOfRange, CelValue.TimestampFromUnixMicroseconds(microseconds).ErrorCode);

    [Fact]
    public void Evaluate_ErrorOfTheScope_KeepsItsCode()
    {
        var program = CelRun.Compile("x == 1");

        var scope = new TypedScope(_ => CelValue.Fail(CelErrorCode.InvalidText));

        Assert.Equal(CelErrorCode.InvalidText, program.Evaluate(scope, new()).ErrorCode);
    }

    [Fact]
    public void Evaluate_DottedVariables_TakesTheLongestName()
    {
        var program = CelRun.Compile("a.b.c + a.b.d + a.e", CelRun.Json("a.b.c", "a.b", "a"));

        Assert.Equal(["a.b.c", "a.b.d", "a.e"], program.Dependencies.Select(d => d.ToString()));
        Assert.Equal(["a.b.c", "a.b", "a"], program.Dependencies.Select(d => d.Root));
    }

    [Fact]
    public void Evaluate_ByManyThreads_GivesEachItsOwn()
    {
        var program = CelRun.Compile("x.map(v, v + y).exists(v, string(v) + 'k' == a) && a.matches('^[0-9]+k$')");
        var results = new CelValue[64];
        // The scope numbers the program's places alike each time.
        var scopes = Enumerable.Range(0, results.Length)
            .Select(i => new JsonScope(program, $$"""{"x":[1,2,{{i}}],"y":1000,"a":"{{1000 + i}}k"}""")).ToArray();

        Parallel.For(0, results.Length, i =>
        {
            var context = new CelContext();
            results[i] = CelValue.Bool(Enumerable.Range(0, 200).All(_ => program.Evaluate(scopes[i], context).IsTrue));
        });

        Assert.All(results, result => Assert.True(result.IsTrue));
    }
}
