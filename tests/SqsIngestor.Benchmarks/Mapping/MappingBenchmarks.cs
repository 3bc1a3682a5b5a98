using System.Globalization;
using System.Text;
using System.Text.Json;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Mapping.Language;

namespace SqsIngestor.Benchmarks.Mapping;

/// <summary>Mapping against reading the tokens, and against the compiled route: ratios in one run, one thread.</summary>
internal static class MappingBenchmarks
{
    private const int Rounds = 60;
    private static readonly InvocationContext Invocation = new()
    {
        IngestTime = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero),
    };

    public static int Run()
    {
        var payload = BenchmarkEvent.Create();
        var bodies = Bodies(payload);
        var envelope = new Route(
            Plan(
                File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "mappings", "sqs_messages.yaml")),
                table_sqs_messages.Descriptor.File));
        var body = new Route(Plan(BodyMapping, BenchBody.Descriptor.File));
        var times = Interleaved.Run(Rounds,
            ("event tokens", () => ReadTokens(payload)),
            ("body tokens", () => bodies.ForEach(ReadTokens)),
            ("envelope", () => envelope.Encode(payload)),
            ("envelope read", () => envelope.Read(payload)),
            ("compiled route", () => CompiledRoute.Encode(payload, Invocation.IngestTime)),
            ("body", () => body.Encode(payload)));
        foreach (var (name, time) in times)
        {
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {name,-16} {time.TotalMilliseconds,8:0.00} ms for {BenchmarkEvent.Messages} messages"));
        }
        var checks = new[]
        {
            new Check("envelope / event tokens", times["envelope"] / times["event tokens"], AtMost: 2.0),
            new Check(
                "compiled route / envelope", times["compiled route"] / times["envelope"], AtLeast: 1.5, Seen: "2.8 to 15.7"),
            new Check(
                "body / event and body tokens", times["body"] / (times["event tokens"] + times["body tokens"]), AtMost: 2.0),
            new Check("bytes allocated per record, envelope", envelope.AllocatedPerRecord(payload), AtMost: 0),
            new Check("bytes allocated per record, body", body.AllocatedPerRecord(payload), AtMost: 0),
        };
        foreach (var check in checks) Console.WriteLine(check);
        return checks.All(c => c.Holds) ? 0 : 1;
    }

    private const string BodyMapping = """
        version: 1
        descriptor: bench_body
        columns:
          order_id:  $.body.id
          type:      $.body.type
          status:    $.body.status
          placed_at: { from: $.body.placedAt, as: timestamp }
          total:     { from: $.body.total, as: "decimal(18,2)" }
          currency:  $.body.currency
          customer:
            fields: { id: $.body.customer.id, email: $.body.customer.email }
          quantity:  $.body.quantity
          weight:    $.body.weight
          is_gift:   $.body.gift
          tags:      $.body.tags
          source:    $.body.source
        """;

    private static MappingPlan Plan(string yaml, Google.Protobuf.Reflection.FileDescriptor file)
    {
        var set = new Google.Protobuf.Reflection.FileDescriptorSet { File = { file.ToProto() } };
        var bytes = Google.Protobuf.MessageExtensions.ToByteArray(set);
        var (plan, diagnostics) = MappingCompiler.Compile(Encoding.UTF8.GetBytes(yaml), "benchmark.yaml",
            new MappingCompilerOptions { TableName = "main.bench.t", Descriptors = name => new DescriptorFile(name, bytes) });
        return plan ?? throw new InvalidOperationException(DiagnosticWriter.Write(diagnostics));
    }

    private static List<byte[]> Bodies(byte[] payload)
    {
        using var document = JsonDocument.Parse(payload);
        return [
            .. document.RootElement.GetProperty("Records")
            .EnumerateArray()
            .Select(r => Encoding.UTF8.GetBytes(r.GetProperty("body").GetString()!))];
    }

    private static void ReadTokens(byte[] json)
    {
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
        }
    }

    /// <summary>A plan with its encoder, warm.</summary>
    private sealed class Route(MappingPlan plan)
    {
        private readonly RecordEncoder _encoder = plan.CreateEncoder();
        private readonly SourceMessage _message = plan.CreateMessage();

        public void Encode(byte[] payload)
        {
            var reader = new SqsEventReader(payload, payload.Length);
            while (reader.Read(_message))
            {
                if (_encoder.Encode(_message, Invocation) != EncodeOutcome.Rows)
                {
                    throw new InvalidOperationException(_encoder.Error!.ToString());
                }
            }
        }

        public void Read(byte[] payload)
        {
            var reader = new SqsEventReader(payload, payload.Length);
            while (reader.Read(_message))
            {
            }
        }

        /// <summary>The reader of an event is one object; what is left after it is per record.</summary>
        public double AllocatedPerRecord(byte[] payload)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            _ = new SqsEventReader(payload, payload.Length);
            var reader = GC.GetAllocatedBytesForCurrentThread() - before;
            before = GC.GetAllocatedBytesForCurrentThread();
            Encode(payload);
            return (double)(GC.GetAllocatedBytesForCurrentThread() - before - reader) / BenchmarkEvent.Messages;
        }
    }
}
