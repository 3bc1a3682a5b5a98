using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Sources.Transforms;

namespace SqsIngestor.Mapping.Compilation.Transforms;

/// <summary>
/// <c>nfc</c> needs the runtime's normalization data. In invariant globalization mode, as on Lambda, the runtime has none
/// and gives every text back as it came, so the transform is refused rather than left without effect.
/// </summary>
internal static class NormalizeCompiler
{
    public static Transform? Create(TransformCall call, DiagnosticBag diagnostics)
    {
        if (NormalizeTransform.IsAvailable) return new NormalizeTransform();
        diagnostics.Add(DiagnosticCodes.TransformUnavailable, call.Position, "'nfc' needs Unicode normalization data, which this program runs without (invariant globalization)",
            "leave it out, or run where the runtime has ICU");
        return null;
    }
}
