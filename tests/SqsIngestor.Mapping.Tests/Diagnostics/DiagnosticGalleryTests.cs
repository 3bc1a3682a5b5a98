using System.Text;
using SqsIngestor.Mapping.Diagnostics;

namespace SqsIngestor.Mapping.Tests.Diagnostics;

/// <summary>Every diagnostic comes about, and reads as the snapshot shows it.</summary>
public sealed class DiagnosticGalleryTests
{
    [Fact]
    public async Task Compile_MappingOfEveryCode_SaysItAndReadsWell()
    {
        var text = new StringBuilder();
        foreach (var (code, diagnostics) in DiagnosticGallery.All())
        {
            Assert.True(diagnostics.Any(d => d.Code.Id == code), $"{code} is not among:\n{DiagnosticWriter.Write(diagnostics)}");
            text.Append(DiagnosticWriter.Write(diagnostics)).Append('\n');
        }

        await Verifier.Verify(text.ToString());
    }

    // Those that begin with 8 come of a table that a mapping is checked against; CheckAgainstTests provokes them.
    [Fact]
    public void Gallery_Codes_AreAllThatTheCompilerHas() =>
        Assert.Equal(
            DiagnosticCodes.All.Select(c => c.Id).Where(id => id[3] != '8').Order(),
            DiagnosticGallery.All().Select(c => c.Code).Order());
}
