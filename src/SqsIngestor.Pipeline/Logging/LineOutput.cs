namespace SqsIngestor.Pipeline.Logging;

/// <summary>Where lines go, whole and one after the other, whoever writes them: standard output in Lambda.</summary>
internal sealed class LineOutput(Stream output)
{
    private readonly Lock _gate = new();

    /// <param name="line">With the line feed at its end.</param>
    public void Write(ReadOnlySpan<byte> line)
    {
        lock (_gate)
        {
            output.Write(line);
            output.Flush();
        }
    }
}
