using SqsIngestor.Cli.Package;
using SqsIngestor.Cli.Package.Elf;

namespace SqsIngestor.Cli.Tests.Package.Elf;

public class ElfFileTests
{
    // The host that starts the tests: a program of this machine with versioned symbols.
    private static readonly byte[] Program = File.ReadAllBytes(Environment.ProcessPath!);

    [Fact]
    public void Machine_ProgramOfThisMachine_IsThisMachine() =>
        Assert.Equal(TargetArchitecture.Host.Machine, ElfFile.Parse(Program).Machine);

    [Fact]
    public void Needs_ProgramOfThisMachine_NamesLibrariesVersionsAndSymbols()
    {
        var needs = ElfFile.Parse(Program).Needs();

        var glibc = needs.Where(n => n.Version.StartsWith("GLIBC_", StringComparison.Ordinal)).ToList();
        Assert.Contains(glibc, n => n.Library.StartsWith("libc.so", StringComparison.Ordinal));
        Assert.All(glibc, n => Assert.NotEmpty(n.Symbols));
        Assert.Contains(glibc.SelectMany(n => n.Symbols), s => s == "__cxa_finalize" || s == "free");
    }

    [Theory]
    [InlineData("")]
    [InlineData("#!/bin/sh\necho no program at all, and long enough to have a header\n")]
    public void Parse_NoProgram_Throws(string text) =>
        Assert.Throws<FormatException>(() => ElfFile.Parse(System.Text.Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void Needs_ProgramCutOff_ThrowsAndNothingElse()
    {
        var thrown = 0;
        for (var length = 0; length < Program.Length; length += 997)
        {
            try
            {
                ElfFile.Parse(Program[..length]).Needs();
            }
            catch (FormatException)
            {
                thrown++;
            }
        }

        Assert.True(thrown > 0);
    }

    [Fact]
    public void Needs_BytesFlipped_GivesAnAnswerOrAFormatException()
    {
        var random = new Random(1);
        for (var i = 0; i < 500; i++)
        {
            var bytes = (byte[])Program.Clone();
            // Headers stand at both ends of the file.
            for (var j = 0; j < 4; j++)
            {
                bytes[
                    random.Next(2) == 0 ? random.Next(6, 64) : bytes.Length - 1 - random.Next(2048)] ^= (byte)random.Next(1, 256);
            }
            var error = Record.Exception(() => ElfFile.Parse(bytes).Needs());
            Assert.True(error is null or FormatException, error?.ToString());
        }
    }
}
