using System.Collections;
using Google.Protobuf;
using Sales;
using SqsIngestor.Zerobus;

namespace Examples;

/// <summary>
/// Runs the example that its argument names, with the environment variables that <c>sqs-ingestor serve</c> prints.
/// </summary>
internal static class Program
{
    /// <summary>Table and descriptor of the orders.</summary>
    public static ZerobusStreamOptions Orders { get; } = new()
    {
        Table = ZerobusTableName.Parse("main.sales.orders"),
        DescriptorProto = Order.Descriptor.ToProto().ToByteArray(),
    };

    /// <summary>The examples by name. Each gets the environment variables.</summary>
    public static IReadOnlyDictionary<string, Func<IReadOnlyDictionary<string, string>, Task>> Examples { get; } =
        new Dictionary<string, Func<IReadOnlyDictionary<string, string>, Task>>
        {
            ["write"] = settings => Connect.UseAsync(settings, WriteRecords.RunAsync),
            ["batches"] = settings => Connect.UseAsync(settings, client => WriteBatches.RunAsync(client, Orders)),
            ["json"] = settings => Connect.UseAsync(settings, WriteJson.RunAsync),
            ["acks"] = settings => Connect.UseAsync(settings, client => FollowAcks.RunAsync(client, Orders)),
            ["refused"] = settings => Connect.UseAsync(settings, client => RefusedRecords.RunAsync(client, Orders)),
            ["order"] = settings => Connect.UseAsync(settings, client => OrderingKeys.RunAsync(client, Orders)),
            ["replay"] = settings => Connect.UseAsync(settings, client => Replay.RunAsync(client, Orders)),
            ["parallel"] = settings => Connect.UseAsync(settings, client => ParallelStreams.RunAsync(client, Orders)),
            ["errors"] = settings => Connect.UseAsync(settings, client => HandleErrors.RunAsync(client, Orders)),
            ["secret-store"] = settings => SecretStore.RunAsync(settings, Orders),
            ["without-secret"] = settings => WithoutSecret.RunAsync(settings, Orders),
            ["shared"] = settings => SharedConnections.RunAsync(settings, Orders),
            ["persistent"] = settings => PersistentStreams.RunAsync(settings, Orders),
            ["avro"] = settings => WriteAvro.RunAsync(settings, Orders),
            ["statistics"] = settings => ExportStatistics.RunAsync(settings, Orders),
            ["transport"] = settings => OwnTransport.RunAsync(settings, Orders),
        };

    private static async Task<int> Main(string[] arguments)
    {
        if (arguments is not [var name] || !Examples.TryGetValue(name, out var example))
        {
            await Console.Error.WriteLineAsync($"Name an example: {string.Join(", ", Examples.Keys)}.");
            return 2;
        }

        var settings = new Dictionary<string, string>();
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
            settings[(string)variable.Key] = (string?)variable.Value ?? "";
        await example(settings);
        return 0;
    }
}
