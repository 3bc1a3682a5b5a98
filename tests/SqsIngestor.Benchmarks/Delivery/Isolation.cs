using System.Globalization;
using System.Text;
using Grpc.Core;

namespace SqsIngestor.Benchmarks.Delivery;

/// <summary>
/// Bad records among good ones, delivered again and again without a pause as a queue without a visibility timeout would: when
/// the good ones are done, and how often the function opens a stream.
/// </summary>
internal static class Isolation
{
    private const int MostReceives = 5;
    private static readonly (int Messages, int Bad)[] Sizes = [(10, 1), (100, 5), (1000, 10), (1000, 50), (10_000, 20)];
    private static readonly (string Name, StatusCode? Status)[] Refusals =
    [
        ("INVALID_ARGUMENT", StatusCode.InvalidArgument), ("OUT_OF_RANGE", StatusCode.OutOfRange),
        ("INTERNAL", StatusCode.Internal), ("dropped", null),
    ];

    public static async Task<IEnumerable<Check>> RunAsync(string program)
    {
        Console.WriteLine("  refusal            bad of N     receives  dead-lettered  opens  in a minute  longest");
        var checks = new List<Check>();
        foreach (var (messages, bad) in Sizes)
        {
            // Side by side: most of the time they wait for their next open.
            foreach (var (name, run) in await Task.WhenAll(
                Refusals.Select(async each => (each.Name, await RunAsync(program, each.Status, messages, bad)))))
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"  {name,-17} {bad,4} of {messages,-6} {run.Receives,7} {run.DeadLettered,13} {run.Opens,8} " +
                    $"{run.InAMinute,10} {run.Longest.TotalSeconds,9:0.0} s"));
                var what = $"{name}, {bad} of {messages}";
                checks.Add(new($"receives until the good ones are done, {what}", run.Receives, AtMost: bad == 50 ? 3 : 2));
                checks.Add(new($"good ones dead-lettered or missing, {what}", run.DeadLettered, AtMost: 0));
                checks.Add(new($"opens in a minute, {what}", run.InAMinute, AtMost: 100));
                checks.Add(new($"seconds of the longest invocation, {what}", run.Longest.TotalSeconds, AtMost: 60));
            }
        }
        return checks;
    }

    private static async Task<Run> RunAsync(string program, StatusCode? status, int messages, int bad)
    {
        var opens = new List<DateTimeOffset>();
        var script = ScriptedCommits.Refusing(status);
        await using var tables = await ScriptedTables.StartAsync(connection =>
        {
            lock (opens) opens.Add(TimeProvider.System.GetUtcNow());
            return script(connection);
        });
        await using var lambda = await tables.LambdaAsync(program, ["a"]);
        // Evenly spread, not at the ends.
        var step = messages / bad;
        var isBad = (int number) => number % step == step / 2;
        var waiting = Enumerable.Range(0, messages).ToHashSet();
        var (receives, longest) = (0, TimeSpan.Zero);
        // One receive more than the good ones need: the bad ones alone.
        for (var receive = 1; receive <= MostReceives && (receives == 0 || receive <= receives + 1); receive++)
        {
            var batch = waiting.Order().Select(number => (number, Receives.Body("a", isBad(number)))).ToList();
            (waiting, var duration) = await Receives.DeliverAsync(lambda, batch, receive);
            if (duration > longest) longest = duration;
            if (receives == 0 && waiting.All(isBad)) receives = receive;
        }
        // The service is the witness: each good message has a row, and no bad one was reported done.
        var rows = tables.Service.State.Durable.Select(static record => Encoding.UTF8.GetString(record.Span)).ToList();
        var landed = rows.Select(Receives.NumberIn).ToHashSet();
        var missing = Enumerable.Range(0, messages).Count(number => !isBad(number) && !landed.Contains(number));
        var done = Enumerable.Range(0, messages).Count(number => isBad(number) && !waiting.Contains(number));
        lock (opens)
        {
            return new(
                receives == 0 ? MostReceives + 1 : receives, waiting.Count(number => !isBad(number)) + missing + done,
                opens.Count, MostInAMinute(opens), longest);
        }
    }

    private static int MostInAMinute(List<DateTimeOffset> opens) =>
        opens.Max(first => opens.Count(each => each >= first && each < first + TimeSpan.FromMinutes(1)));

    private sealed record Run(int Receives, int DeadLettered, int Opens, int InAMinute, TimeSpan Longest);
}
