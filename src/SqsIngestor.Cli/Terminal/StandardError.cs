using System.Text;

namespace SqsIngestor.Cli.Terminal;

/// <summary>
/// Standard error. What it cannot take, because it is closed or its disk is full, is lost: nobody can be told, and the exit code
/// says how the command ended.
/// </summary>
internal sealed class StandardError(Stream output) : Stream
{
    /// <summary>Lets <see cref="Console.Error"/> write here. Call it before anything is written.</summary>
    public static void Install() =>
        Console.SetError(new StreamWriter(new StandardError(Open()), new UTF8Encoding(false)) { AutoFlush = true });

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            output.Write(buffer);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // See above.
        }
    }

    public override void Flush()
    {
        // Each write is complete.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private static Stream Open()
    {
        try
        {
            return Console.OpenStandardError();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Null;
        }
    }
}
