using System.Globalization;
using CsCheck;

// Contains the namespaces of all tests, so the methods here are found before those of CsCheck.
namespace SqsIngestor;

/// <summary>
/// Runs a property with the same cases each time. PROPERTY_SEED is another number to start from, or <c>random</c> for new cases.
/// A case that fails is made smaller, and its seed is in the message: CsCheck_Seed runs that case.
/// </summary>
internal static class RepeatableSample
{
    private static readonly string Seed = Environment.GetEnvironmentVariable("PROPERTY_SEED") ?? "1";

    // CsCheck draws new cases after the one of its seed.
    private static readonly bool IsRandom = Seed == "random" || Environment.GetEnvironmentVariable("CsCheck_Seed") is not null;

    public static void Sample<T>(
        this Gen<T> gen, Action<T> assert, long iter = -1, int threads = -1, Func<T, string>? print = null)
    {
        if (IsRandom)
        {
            Check.Sample(gen, assert, iter: iter, threads: threads, print: print);
            return;
        }
        var random = new PCG(0, ulong.Parse(Seed, CultureInfo.InvariantCulture));
        for (var left = iter < 0 ? Check.Iter : iter; left > 0; left--)
        {
            var seed = random.ToString();
            var value = gen.Generate(random, null, out _);
            try
            {
                assert(value);
            }
            catch (Exception e)
            {
                Check.Sample(gen, assert, seed: seed, threads: 1, print: print);
                Assert.Fail($"Failed once, and not when it was repeated. CsCheck_Seed={seed}\n{e}");
            }
        }
    }

    public static void Sample<T>(
        this Gen<T> gen, Func<T, bool> predicate, long iter = -1, int threads = -1, Func<T, string>? print = null) =>
        gen.Sample(value => Assert.True(predicate(value)), iter, threads, print);

    public static void Sample<T1, T2>(
        this Gen<(T1, T2)> gen, Action<T1, T2> assert, long iter = -1, int threads = -1) =>
        gen.Sample(v => assert(v.Item1, v.Item2), iter, threads);

    public static void Sample<T1, T2>(
        this Gen<(T1, T2)> gen, Func<T1, T2, bool> predicate, long iter = -1, int threads = -1) =>
        gen.Sample(v => predicate(v.Item1, v.Item2), iter, threads);

    public static void Sample<T1, T2, T3>(
        this Gen<(T1, T2, T3)> gen, Action<T1, T2, T3> assert, long iter = -1, int threads = -1) =>
        gen.Sample(v => assert(v.Item1, v.Item2, v.Item3), iter, threads);

    public static void Sample<T1, T2, T3>(
        this Gen<(T1, T2, T3)> gen, Func<T1, T2, T3, bool> predicate, long iter = -1, int threads = -1) =>
        gen.Sample(v => predicate(v.Item1, v.Item2, v.Item3), iter, threads);

    public static void Sample<T1, T2, T3, T4>(
        this Gen<(T1, T2, T3, T4)> gen, Action<T1, T2, T3, T4> assert, long iter = -1, int threads = -1) =>
        gen.Sample(v => assert(v.Item1, v.Item2, v.Item3, v.Item4), iter, threads);

    public static void Sample<T1, T2, T3, T4>(
        this Gen<(T1, T2, T3, T4)> gen, Func<T1, T2, T3, T4, bool> predicate, long iter = -1, int threads = -1) =>
        gen.Sample(v => predicate(v.Item1, v.Item2, v.Item3, v.Item4), iter, threads);
}
