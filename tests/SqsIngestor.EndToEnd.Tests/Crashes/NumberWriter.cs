using System.Diagnostics;
using System.Globalization;
using SqsIngestor.Catalog.Protobuf;
using SqsIngestor.Catalog.Sql;
using SqsIngestor.Emulator;
using SqsIngestor.Zerobus;

namespace SqsIngestor.EndToEnd.Tests.Crashes;

/// <summary>
/// A program that writes the numbers 0, 1, 2, … into a table with the Zerobus client. It keeps the id of its persistent stream in
/// a file, and goes on at the first offset of the resumed stream. It writes until somebody kills it, or up to a limit.
/// </summary>
internal static class NumberWriter
{
    public const string Sql = "CREATE TABLE main.raw.numbers (n BIGINT NOT NULL)";

    /// <summary>Starts the program.</summary>
    /// <param name="databricks">Takes the rows.</param>
    /// <param name="file">The file of the stream's id.</param>
    /// <param name="limit">How many numbers there are.</param>
    public static Process Start(LocalDatabricks databricks, string file, long limit)
    {
        string[] arguments =
        [
            typeof(NumberWriter).Assembly.Location, databricks.ZerobusEndpoint.ToString(), databricks.WorkspaceUrl.ToString(),
            databricks.ClientId, databricks.ClientSecret, file, limit.ToString(CultureInfo.InvariantCulture),
        ];
        var host = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
        return Process.Start(new ProcessStartInfo(host, arguments))!;
    }

    /// <summary>The program.</summary>
    public static async Task RunAsync(string[] arguments)
    {
        var (file, limit) = (arguments[4], long.Parse(arguments[5], CultureInfo.InvariantCulture));
        using var tokens = new OAuthTokenProvider(new OAuthOptions
        {
            WorkspaceUrl = new Uri(arguments[1]),
            ClientId = arguments[2],
            ClientSecret = arguments[3],
            WorkspaceId = ZerobusEndpoint.WorkspaceId(new Uri(arguments[0])),
        });
        var options = new ZerobusClientOptions
        {
            Endpoint = new Uri(arguments[0]),
            MaxInFlightRequests = 20,
            Preview = new ZerobusPreviewOptions { PersistentStreams = true },
        };
        await using var client = new ZerobusClient(options, tokens);
        var table = CreateTableStatement.ParseAll(Sql)[0].ToTable("main", "raw");
        await using var stream = await client.OpenStreamAsync(new ZerobusStreamOptions
        {
            Table = ZerobusTableName.Parse(table.Name.ToString()),
            DescriptorProto = Google.Protobuf.MessageExtensions.ToByteArray(TableDescriptor.Build(table)),
            Persistent = new PersistentStreamOptions { StreamId = File.Exists(file) ? await File.ReadAllTextAsync(file) : null },
        });
        await File.WriteAllTextAsync(file + ".new", stream.StreamId);
        File.Move(file + ".new", file, overwrite: true);
        for (var number = stream.FirstOffset; number < limit; number++) await stream.WriteAsync(Record(number));
        await stream.FlushAsync();
    }

    // The field with number 1.
    private static byte[] Record(long number)
    {
        var bytes = new List<byte> { 1 << 3 };
        for (; number >= 0x80; number >>= 7) bytes.Add((byte)(number | 0x80));
        bytes.Add((byte)number);
        return [.. bytes];
    }
}
