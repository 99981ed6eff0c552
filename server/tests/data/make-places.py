"""Makes places.mmdb and networks.mmdb: pip install mmdb-writer==0.2.7 netaddr, then run this in this folder."""
from mmdb_writer import MMDBWriter
from netaddr import IPSet


def names(name):
    return {"names": {"en": name}}


def write(file, kind, networks):
    writer = MMDBWriter(6, kind, languages=["en"], ipv4_compatible=True, description="Addresses for documentation only")
    for network, data in networks:
        writer.insert_network(IPSet([network]), data)
    writer.to_db_file(file)


write("places.mmdb", "GeoLite2-City", [
    ("203.0.113.0/24", {"city": names("Lyon"), "country": {**names("France"), "iso_code": "FR"}}),
    ("2001:db8:1::/48", {"city": names("São Paulo"), "country": {**names("Brazil"), "iso_code": "BR"}}),
    ("198.51.100.0/24", {"country": {**names("Norway"), "iso_code": "NO"}}),
])
write("networks.mmdb", "GeoLite2-ASN", [("203.0.113.0/24", {"autonomous_system_organization": "Example"})])
