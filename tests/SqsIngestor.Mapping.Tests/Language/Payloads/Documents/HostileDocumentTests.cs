using System.Text.Json;
using CsCheck;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Payloads;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Tests.Language.Payloads.Documents;

/// <summary>Every step that reads another format than JSON, on input that is meant to break it.</summary>
public class HostileDocumentTests
{
    private const int Mebibyte = 1024 * 1024;

    public static TheoryData<string> Steps() => [.. DocumentSeeds.All.Keys];

    [Fact]
    public void Seeds_EveryStepThatReadsAnotherFormat_HasSome() =>
        Assert.All(
            PayloadStepCatalog.All.Where(row => row.Open is not null),
            row => Assert.Contains(DocumentSeeds.All.Keys, step => step.Contains(row.Word, StringComparison.Ordinal)));

    [Theory]
    [MemberData(nameof(Steps))]
    public void Bodies_EverySeed_AreDocuments(string step)
    {
        var run = Run(step);
        foreach (var seed in DocumentSeeds.All[step]) Assert.All(Bodies(run, seed), body => JsonDocument.Parse(body).Dispose());
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void Bodies_CutOffAnywhere_AreDocumentsOrARecordError(string step)
    {
        var run = Run(step);
        foreach (var seed in DocumentSeeds.All[step])
        {
            for (var length = 0; length < seed.Length; length++) Hold(run, seed[..length]);
        }
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void Bodies_Mutated_AreDocumentsOrARecordError(string step)
    {
        var run = Run(step);
        var seeds = DocumentSeeds.All[step];
        var change = Gen.Select(Gen.Int[0, 10_000], Gen.Byte, Gen.Int[0, 3]);
        Gen.Select(Gen.Int[0, seeds.Length - 1], change.Array[1, 4]).Sample((seed, changes) =>
        {
            var bytes = changes.Aggregate(seeds[seed], Change);
            Hold(run, bytes);
        }, iter: HostileCases.Count, threads: 1);
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void Bodies_RandomBytesMutated_AreDocumentsOrARecordError(string step)
    {
        var run = Run(step);
        Gen.Byte.Array[0, 60].Sample(bytes => Hold(run, bytes), iter: HostileCases.Count, threads: 1);
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void Bodies_OneMebibyteOfAnyByte_AreDocumentsOrARecordError(string step)
    {
        var run = Run(step);
        for (var value = 0; value < 256; value += 17)
        {
            var bytes = new byte[Mebibyte];
            Array.Fill(bytes, (byte)value);
            Hold(run, bytes);
            var seed = DocumentSeeds.All[step][0];
            seed.AsSpan(0, Math.Min(seed.Length, value)).CopyTo(bytes);
            Hold(run, bytes);
        }
    }

    private static byte[] Change(byte[] bytes, (int At, byte Value, int Kind) change)
    {
        if (bytes.Length == 0) return bytes;
        var at = change.At % bytes.Length;
        return change.Kind switch
        {
            0 => [.. bytes[..at], .. bytes[(at + 1)..]],
            1 => [.. bytes[..at], change.Value, .. bytes[at..]],
            2 => [.. bytes[..at], .. bytes[(at / 2)..]],
            _ => [.. bytes[..at], change.Value, .. bytes[(at + 1)..]],
        };
    }

    /// <summary>A body is JSON, or the code of an error of payloads that names the step or the limit.</summary>
    private static void Hold(PayloadRun run, byte[] bytes)
    {
        var bodies = Bodies(run, bytes);
        if (bodies is [var only] && PayloadFailures.Codes.Any(code => code.ToText() == only))
        {
            Assert.NotEqual("", run.Payload.Fault?.Detail ?? "");
            return;
        }
        Assert.NotEmpty(bodies);
        Assert.All(bodies, static body => Assert.Contains(body[0], "{[\"-0123456789tfn"));
    }

    private static string[] Bodies(PayloadRun run, byte[] bytes)
    {
        run.Payload.Memory.Begin();
        var code = run.Payload.Load(SourceValue.FromText(System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(bytes))));
        if (code != RecordErrorCode.None) return [code.ToText()];
        var bodies = new string[Math.Min(run.Payload.Count, 100)];
        for (var i = 0; i < bodies.Length; i++)
        {
            code = run.Payload.Select(i);
            if (code != RecordErrorCode.None) return [code.ToText()];
            var value = run.Payload.Values.Body(0);
            bodies[i] = value.Kind == ValueKind.String ? $"\"{PayloadRun.Text(value)}\"" : PayloadRun.Text(value);
        }
        return bodies;
    }

    private static PayloadRun Run(string step) =>
        new($"payload: {{ decode: [base64, {step}], limits: {{ max_bytes: 4MiB }} }}");
}
