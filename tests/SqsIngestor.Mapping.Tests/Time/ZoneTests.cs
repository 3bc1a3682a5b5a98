using System.Buffers.Binary;
using CsCheck;
using SqsIngestor.Mapping.Cel.Functions;
using SqsIngestor.Mapping.Time;

namespace SqsIngestor.Mapping.Tests.Time;

public sealed class ZoneTests
{
    private static readonly string[] Names =
    [
        "Africa/Monrovia", "America/New_York", "America/Sao_Paulo", "Asia/Kolkata", "Asia/Manila", "Australia/Lord_Howe",
        "Europe/Berlin", "Europe/Dublin", "Europe/Moscow", "Europe/Paris", "Pacific/Apia", "Africa/Casablanca",
    ];

    [Theory]
    [InlineData("Africa/Monrovia", "1971-06-01T00:00:00", 44585070)]
    [InlineData("Africa/Monrovia", "1972-01-06T23:59:59", 63593069)]
    [InlineData("Asia/Kolkata", "1900-01-01T00:00:00", -2209008070)]
    [InlineData("America/New_York", "1883-11-18T11:03:58", -2717654400)]
    [InlineData("Europe/Paris", "1900-01-01T00:09:21", -2208988800)]
    [InlineData("Europe/Dublin", "1916-01-01T00:00:00", -1704152079)]
    [InlineData("Europe/Berlin", "1800-01-01T00:53:28", -5364662400)]
    public void ToInstantAndBack_OffsetWithSeconds_IsExact(string zone, string local, long seconds)
    {
        var rules = Rules(zone);
        var wall = Microseconds(local);

        Assert.Equal(seconds * 1_000_000, rules.ToInstant(wall));
        Assert.Equal(wall, rules.ToWallClock(seconds * 1_000_000));
    }

    [Fact]
    public void ToInstant_AnyLocalTime_IsTheEarliestInstantThatTheClocksShowIt()
    {
        foreach (var name in Names)
        {
            var (rules, zone) = (Rules(name), Zone(name));
            Gen.Long[Seconds("1850-01-01T00:00:00"), Seconds("2100-01-01T00:00:00")].Sample(
                wall =>
                {
                    var offsets = Enumerable.Range(-104, 209).Select(i => zone.OffsetSeconds(wall + (i * 900))).Distinct();
                    var shown = offsets.Select(offset => wall - offset).Where(at => at + zone.OffsetSeconds(at) == wall).ToList();
                    var instant = rules.ToInstant(wall * 1_000_000) / 1_000_000;
                    if (shown.Count > 0) Assert.Equal(shown.Min(), instant);
                    else Assert.Contains((int)(wall - instant), offsets);
                },
                iter: 2000);
        }
    }

    [Fact]
    public void OffsetSeconds_AnyTime_IsThatOfTheLibraryButForItsSeconds()
    {
        foreach (var name in Names)
        {
            var (zone, rules) = (Zone(name), TimeZoneInfo.FindSystemTimeZoneById(name));
            Gen.Long[Seconds("1972-02-01T00:00:00"), Seconds("2500-01-01T00:00:00")].Sample(
                seconds => Assert.Equal(
                    rules.GetUtcOffset(DateTimeOffset.FromUnixTimeSeconds(seconds)),
                    TimeSpan.FromSeconds(zone.OffsetSeconds(seconds))),
                iter: 2000);
        }
    }

    [Fact]
    public void Read_FileOfTwoChanges_GivesTheOffsetsBeforeAndAfterEach()
    {
        var zone = ZoneFile.Read(FileOf([-100, 100], [1, 0], [-2670, 1]))!;

        Assert.Equal([-2670, 1, 1, -2670], new long[] { -101, -100, 99, 100 }.Select(at => Offset(zone, at)));
        Assert.False(zone.TryGetOffset(100 + 86_400, out _));
    }

    [Fact]
    public void Read_AnyBytes_IsNullOrAZone()
    {
        var whole = FileOf([-100, 100], [1, 0], [-2670, 1]);
        Assert.Null(ZoneFile.Read([]));
        Gen.Select(Gen.Int[0, whole.Length], Gen.Int[0, whole.Length - 1], Gen.Byte).Sample((length, at, value) =>
        {
            var file = whole.ToArray();
            file[at] = value;
            ZoneFile.Read(file.AsSpan(0, length))?.TryGetOffset(0, out _);
        });
    }

    private static TimeZoneRules Rules(string name) => TimeZoneRules.Find(name) ?? throw WithoutData(name);

    private static CelZone Zone(string name) => CelZone.Find(name) ?? throw WithoutData(name);

    private static InvalidOperationException WithoutData(string name) =>
        new($"This machine has no time zone data for {name}: install tzdata, or set TZDIR.");

    private static long Offset(ZoneFile zone, long at) => zone.TryGetOffset(at, out var offset) ? offset : int.MinValue;

    /// <summary>A file of version 2 (RFC 9636, section 3) whose first block is empty.</summary>
    private static byte[] FileOf(long[] changes, byte[] types, int[] offsets)
    {
        var file = new List<byte>();
        Header(0, 1);
        file.AddRange(new byte[7]);
        Header(changes.Length, offsets.Length);
        foreach (var change in changes) Number(change, 8);
        file.AddRange(types);
        foreach (var offset in offsets)
        {
            Number(offset, 4);
            file.AddRange([0, 0]);
        }
        file.AddRange("x\0"u8.ToArray());
        return [.. file];

        void Header(int times, int kinds)
        {
            file.AddRange("TZif2"u8.ToArray());
            file.AddRange(new byte[15]);
            foreach (var count in new[] { 0, 0, 0, times, kinds, 1 }) Number(count, 4);
        }

        void Number(long value, int size)
        {
            var bytes = new byte[8];
            BinaryPrimitives.WriteInt64BigEndian(bytes, value);
            file.AddRange(bytes[(8 - size)..]);
        }
    }

    private static long Seconds(string local) => Microseconds(local) / 1_000_000;

    private static long Microseconds(string local) =>
        (DateTime.Parse(local, System.Globalization.CultureInfo.InvariantCulture) - DateTime.UnixEpoch).Ticks
            / TimeSpan.TicksPerMicrosecond;
}
