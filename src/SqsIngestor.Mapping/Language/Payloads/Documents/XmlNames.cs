using System.Xml;
using SqsIngestor.Mapping.Memory;

namespace SqsIngestor.Mapping.Language.Payloads.Documents;

/// <summary>
/// The names, prefixes and namespaces of one document, which the library's reader keeps as long as its table. Each takes memory
/// of the message, once.
/// </summary>
/// <param name="memory">What the message may take.</param>
internal sealed class XmlNames(WorkMemory memory) : NameTable
{
    /// <exception cref="MessageMemoryException">The message takes more memory than it may.</exception>
    public override string Add(string key) => Get(key) ?? base.Add(Count(key.Length, key));

    /// <exception cref="MessageMemoryException">The message takes more memory than it may.</exception>
    public override string Add(char[] key, int start, int len) => Get(key, start, len) ?? base.Add(Count(len, key), start, len);

    private T Count<T>(int length, T key)
    {
        memory.Take(MessageMemory.OfName + sizeof(char) * (long)length);
        return key;
    }
}
