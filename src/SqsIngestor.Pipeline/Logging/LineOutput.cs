namespace SqsIngestor.Pipeline.Logging;

/// <summary>Writes whole lines, one after the other, from any thread. In Lambda the output is standard output.</summary>
/// <param name="output">Receives the lines and is flushed after each; not closed.</param>
internal sealed class LineOutput(Stream output)
{
    private readonly Lock _gate = new();

    /// <summary>Writes one line.</summary>
    /// <param name="line">Ends with a line feed.</param>
    public void Write(ReadOnlySpan<byte> line)
    {
        lock (_gate)
        {
            output.Write(line);
            output.Flush();
        }
    }
}
