using System.Globalization;
using System.Text;
using System.Xml;
using SqsIngestor.Cli.Terminal;

namespace SqsIngestor.Cli.Test;

/// <summary>Writes results as JUnit XML, with a suite for each file.</summary>
internal static class JunitReport
{
    public static byte[] Write(IReadOnlyList<TestOutcome> outcomes)
    {
        using var stream = new MemoryStream();
        using (
            var xml = XmlWriter.Create(
                stream, new XmlWriterSettings { Indent = true, Encoding = new UTF8Encoding(false), NewLineChars = "\n" }))
        {
            xml.WriteStartElement("testsuites");
            WriteCounts(xml, outcomes);
            foreach (var suite in outcomes.GroupBy(o => o.File)) WriteSuite(xml, suite.Key, [.. suite]);
            xml.WriteEndElement();
        }
        return stream.ToArray();
    }

    private static void WriteSuite(XmlWriter xml, string file, IReadOnlyList<TestOutcome> outcomes)
    {
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", PlainText.Of(file));
        WriteCounts(xml, outcomes);
        foreach (var (_, result, duration) in outcomes)
        {
            xml.WriteStartElement("testcase");
            xml.WriteAttributeString("name", PlainText.Of(result.Test.Name));
            xml.WriteAttributeString("classname", PlainText.Of(file));
            xml.WriteAttributeString("file", PlainText.Of(file));
            xml.WriteAttributeString("line", result.Test.Line.ToString(CultureInfo.InvariantCulture));
            xml.WriteAttributeString("time", Seconds(duration));
            if (!result.Passed)
            {
                xml.WriteStartElement("failure");
                xml.WriteAttributeString("message", PlainText.Of($"{result.Differences[0].Place} differs"));
                xml.WriteString(
                    string.Join(
                        '\n', result.Differences.Select(d => PlainText.Of($"{d.Place}: expected {d.Expected}, got {d.Actual}"))));
                xml.WriteEndElement();
            }
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    private static void WriteCounts(XmlWriter xml, IReadOnlyList<TestOutcome> outcomes)
    {
        xml.WriteAttributeString("tests", outcomes.Count.ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("failures", outcomes.Count(o => !o.Result.Passed).ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("time", Seconds(outcomes.Aggregate(TimeSpan.Zero, (sum, o) => sum + o.Duration)));
    }

    private static string Seconds(TimeSpan duration) => duration.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture);
}
