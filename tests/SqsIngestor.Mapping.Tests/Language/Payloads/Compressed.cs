using System.IO.Compression;
using System.Text;
using Snappier;
using ZstdSharp;

namespace SqsIngestor.Mapping.Tests.Language.Payloads;

/// <summary>What senders do to payloads.</summary>
internal static class Compressed
{
    public static byte[] By(string format, byte[] data)
    {
        if (format == "snappy") return Snappy.CompressToArray(data);
        if (format == "zstd")
        {
            using var compressor = new Compressor();
            return compressor.Wrap(data).ToArray();
        }
        using var target = new MemoryStream();
        using (Stream stream = format switch
        {
            "gzip" => new GZipStream(target, CompressionLevel.Fastest, leaveOpen: true),
            "zlib" => new ZLibStream(target, CompressionLevel.Fastest, leaveOpen: true),
            "deflate" => new DeflateStream(target, CompressionLevel.Fastest, leaveOpen: true),
            _ => new BrotliStream(target, CompressionLevel.Fastest, leaveOpen: true),
        })
        {
            stream.Write(data);
        }
        return target.ToArray();
    }

    public static byte[] By(string format, string text) => By(format, Encoding.UTF8.GetBytes(text));

    public static string Base64(string format, string text) => Convert.ToBase64String(By(format, text));
}
