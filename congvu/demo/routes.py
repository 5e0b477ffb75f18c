"""Which unit of the demonstration does what the approved step tables call by kind (docs/rules/dossiers.md)."""

from congvu.dossiers.models import Route
from congvu.orgs.models import TakesPart, UnitCode

# words of the tables, folded → unit of the province
OF_PROVINCE = {
    "van phong dang ky dat dai tinh": "SNNMT.VPDK",
    "phong dang ky va cap giay chung nhan": "SNNMT.VPDK.DKCG",
    "phong quy hoach": "SNNMT.QH",
    "phong khoa hoc cong nghe va do dac": "SNNMT.DDBD",
    "so nong nghiep va moi truong": "SNNMT",
}
# … → body of the commune ("" the commune itself)
OF_COMMUNE = {
    "co quan chuyen mon ve nong nghiep va moi truong cap xa": "KT",
    "van phong hdnd va ubnd cap xa": "VP",
    "chu tich ubnd cap xa": "",
    "ubnd cap xa": "",
}
BRANCH = "chi nhanh van phong dang ky dat dai"


def set_up() -> None:
    """Routes for the whole province, for each commune's bodies, and to the land branch that works there."""
    codes = UnitCode.objects.exclude(system="qd20").values_list("system", "code", "unit_id")
    local = {code: unit for system, code, unit in codes if system == "local"}
    communes = {code: unit for system, code, unit in codes if system == "gso-2025" and code != "80"}
    routes = [Route(words=words, unit_id=local[code]) for words, code in OF_PROVINCE.items()]
    routes.append(Route(words="ubnd cap tinh", unit_id=local["VPUB"]))
    for code, commune in communes.items():
        for words, body in OF_COMMUNE.items():
            unit = local[f"X{code}.{body}"] if body else commune
            routes.append(Route(words=words, place_id=commune, unit_id=unit))
    branches = {unit for code, unit in local.items() if code.startswith("SNNMT.VPDK.")}
    for part in TakesPart.objects.filter(unit_id__in=branches).order_by("id"):
        routes.append(Route(words=BRANCH, place_id=part.place_id, unit_id=part.unit_id))
    Route.objects.bulk_create(routes)
