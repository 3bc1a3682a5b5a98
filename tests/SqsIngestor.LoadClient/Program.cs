using System.Diagnostics;
using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using SqsIngestor.Zerobus;

// Arguments: the endpoint, and the file of the authority to trust. For each line "REQUESTS RECORDS" of standard input, it writes
// that many requests, waits for their acks, and answers "SECONDS PROCESSOR-SECONDS". RECORDS are those of a batch; 1 writes
// single records.
const int RecordBytes = 500;

await using var client = new ZerobusClient(
    new ZerobusClientOptions { Endpoint = new Uri(args[0]), CertificateAuthorityFile = args[1] },
    new StaticHeadersProvider("benchmark"));
await using var stream = await client.OpenStreamAsync(new ZerobusStreamOptions
{
    Table = ZerobusTableName.Parse("main.bench.sink"),
    DescriptorProto = new DescriptorProto { Name = "Sink" }.ToByteArray(),
});
Console.WriteLine("ready");

ReadOnlyMemory<byte> record = new byte[RecordBytes];
while (Console.ReadLine() is { } line)
{
    var numbers = line.Split(' ');
    var requests = int.Parse(numbers[0], CultureInfo.InvariantCulture);
    var batch = Enumerable.Repeat(record, int.Parse(numbers[1], CultureInfo.InvariantCulture)).ToArray();
    var (begun, used) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
    await WriteAsync(requests, batch);
    var (seconds, busy) = (Stopwatch.GetElapsedTime(begun).TotalSeconds, (Environment.CpuUsage.TotalTime - used).TotalSeconds);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{seconds:F6} {busy:F6}"));
}

async Task WriteAsync(int requests, ReadOnlyMemory<byte>[] batch)
{
    if (batch.Length == 1)
    {
        for (var i = 0; i < requests; i++)
            await stream.WriteAsync(record);
    }
    else
    {
        for (var i = 0; i < requests; i++)
            await stream.WriteBatchAsync(batch);
    }

    await stream.FlushAsync();
}
