using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Memory;

namespace SqsIngestor.Mapping.Language.Payloads.Steps;

/// <summary>
/// Decompresses with a stream of the library, which is made anew for each payload. Stops at the limit, so a
/// decompression bomb costs no more than the limit.
/// </summary>
/// <param name="memory">What a message may take.</param>
internal abstract class CompressionDecoder(WorkMemory memory) : PayloadDecoder(memory)
{
    /// <summary>Reads all of a stream into the output.</summary>
    /// <param name="stream">Closed at the end.</param>
    /// <param name="limit">The most bytes to read.</param>
    protected RecordErrorCode Decompress(Stream stream, int limit)
    {
        Output.Length = 0;
        using (stream)
        {
            try
            {
                while (true)
                {
                    var size = Math.Min(PieceSize, limit + 1 - Output.Length);
                    var read = stream.Read(Output.Reserve(size, limit + 1)[..size]);
                    if (read == 0) return RecordErrorCode.None;
                    Output.Length += read;
                    if (Output.Length > limit) return RecordErrorCode.BodySize;
                }
            }
            // The library throws these for another format, and for a stream that needs a dictionary.
            catch (Exception e) when (e is InvalidDataException or IOException)
            {
                return RecordErrorCode.Compression;
            }
        }
    }
}
