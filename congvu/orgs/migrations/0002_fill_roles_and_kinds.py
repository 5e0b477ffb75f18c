from django.db import migrations

ROLES = [
    ("vice_chairman", "Lãnh đạo UBND tỉnh", 10),
    ("chief_of_office", "Chánh văn phòng", 20),
    ("leader", "Lãnh đạo đơn vị", 30),
    ("head_of_division", "Trưởng phòng", 40),
    ("specialist", "Chuyên viên", 50),
    ("receiving_officer", "Người tiếp nhận", 60),
    ("clerk", "Văn thư", 70),
    ("index_officer", "Cán bộ theo dõi chỉ số", 75),
    ("inspector", "Thanh tra (chỉ xem)", 80),
    ("admin", "Quản trị", 90),
]

KINDS = [
    ("tinh", "tỉnh", 10),
    ("thanh-pho-tw", "thành phố trực thuộc trung ương", 10),
    ("ubnd", "ủy ban nhân dân", 15),
    ("van-phong", "văn phòng", 20),
    ("so", "sở", 22),
    ("ban", "ban", 24),
    ("nganh-doc", "cơ quan ngành dọc", 26),
    ("trung-tam", "trung tâm", 28),
    ("chi-cuc", "chi cục", 29),
    ("phong", "phòng", 30),
    ("bo-phan", "bộ phận", 32),
    ("thanh-pho", "thành phố", 40),
    ("thi-xa", "thị xã", 41),
    ("quan", "quận", 42),
    ("huyen", "huyện", 43),
    ("phuong", "phường", 50),
    ("thi-tran", "thị trấn", 51),
    ("xa", "xã", 52),
    ("dac-khu", "đặc khu", 53),
]


def fill(apps, schema_editor):
    role = apps.get_model("orgs", "Role")
    role.objects.bulk_create(
        role(code=code, name=name, rank=rank) for code, name, rank in ROLES
    )
    kind = apps.get_model("orgs", "UnitKind")
    kind.objects.bulk_create(kind(code=code, name=name, rank=rank) for code, name, rank in KINDS)


class Migration(migrations.Migration):
    dependencies = [("orgs", "0001_initial")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
